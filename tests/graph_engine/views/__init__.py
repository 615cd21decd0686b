"""The same graph at other sizes: values and exact gradients stay what they were."""

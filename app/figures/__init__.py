"""Figures beside the graph: a neuron in time, the loss against one number."""

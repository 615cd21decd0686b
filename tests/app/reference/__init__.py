"""The reference page: its entries and its plots."""

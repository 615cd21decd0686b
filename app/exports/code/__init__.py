"""A story as programs that run on their own: numpy, PyTorch and micrograd."""

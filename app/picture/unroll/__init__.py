"""A matrix that becomes a vector: the same entries in W, in vec(W), in the local Jacobian and in
the gradient, each under the other.

Another picture of the same story: its cells have slots of their own, by entry, and the states of
nodes and wires are those of every picture.
"""

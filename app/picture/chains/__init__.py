"""Chains of several leaves, one under the other: what they share stands in one column.

Another picture of the same story: a factor is the wire's local gradient, a row's beginning and end
are the leaf's, and both have the slots that they have in every picture.
"""

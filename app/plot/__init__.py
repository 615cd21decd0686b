"""The plotting core: axes, an operation as a curve, its tangent; every plot is drawn by it."""

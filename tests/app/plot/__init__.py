"""The plotting core: what is drawn is what the engine says."""

"""What a node says about itself is what the engine says of it."""

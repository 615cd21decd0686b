"""What a story can be taken home as, one module per format."""

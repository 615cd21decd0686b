"""Pictures of what users see."""

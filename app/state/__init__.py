"""What is looked at, and how it travels: options, links, locks, values."""

"""What a person types: the words of the language, cures, fields for numbers."""

"""The mention coder: an article's text in, normalized mentions of negotiations and military operations out."""

"""Data, no code: feed catalogue, dictionaries, sample newsroom; read through `importlib.resources`."""

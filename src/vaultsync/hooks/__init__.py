"""The contract with plugins: what is asked of them, how they are called, what they are handed."""

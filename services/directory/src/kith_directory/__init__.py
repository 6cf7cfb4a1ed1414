"""The directory: who the bodies are, which networks they have, and, at home alone, who belongs to them."""

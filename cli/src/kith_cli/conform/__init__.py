"""`kith conform`: whether what another system sends and accepts is right, by rules that are data."""

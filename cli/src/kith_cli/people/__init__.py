"""`kith people`: an organisation's own lists of its people, as files in a folder."""

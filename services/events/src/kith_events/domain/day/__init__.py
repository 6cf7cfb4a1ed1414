"""The day itself: what the door is told, who came, who sits where, who should meet."""

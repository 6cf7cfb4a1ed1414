"""Places: asked for at home, given by the lead, drawn, offered, handed out by codes; nobody is oversold."""

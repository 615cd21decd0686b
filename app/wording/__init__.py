"""How a number, a name, a formula and a sentence are written, everywhere on screen and on paper."""

"""What is left out of a pasted program, in words."""

from graph_engine.saying import say

IMPORTS = say("imports")
PRINTS = say("what is printed and plotted")
BACKWARD = say("`backward()` and the like: gradients come by themselves")
UPDATES = say("updates of weights: the picture takes them as its last steps")
AGAIN = say("what is computed again after the update")
OWN_BACKWARD = say("a backward pass of one's own: gradients come by themselves")
OTHER = say("lines that compute nothing")

"""Messages to persons: in the product, by e-mail, by a signed call to a city's messenger.

Owns notices, how a person wants them, and what became of each sending. Knows no matter: whoever wires an event to a
notice brings its words. Rests on no article of its own; every notice names the article of what it is about.
"""

"""Puts the rooms together: settings, addresses, navigation, wiring, command line. Imports everything, imported by none."""

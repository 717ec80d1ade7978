"""Puts the rooms together: settings, addresses, navigation, wiring, command line. Imported by none."""

"""The engine behind every procedure: tables of states and moves, terms with lights, steps taken, open tasks, signals.

Owns terms, steps, signals. Knows no procedure itself: each room hands in its table. A state and its matter belong to
that room; the term that runs, the step that was taken and the signal that a term ran out belong here.
"""

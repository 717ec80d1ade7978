"""Which days count. Owns the official calendar of rest days and make-up workdays and all counting of legal terms.

Does not own how long a term is (regulations) nor what happens when it ends (workflow).
Serves every deadline of every regulation; the counting itself is the platform's default where a text is silent.
"""

def _(*a, **k): ...


index = profile = key = trace = regulation = article = _

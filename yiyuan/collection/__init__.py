"""采集: what a department collects, by which duty and law; unified collection from grass-roots units; digitisation.

Serves Anhui 16, Jiaozuo 12 and 23, Liyang 17, Wuhu 9 to 11. Batches received are intake's.
"""

"""What departments hand in and bureaus publish: demands, duties, lists, releases, guides and the tasks under them.

Not its own: the entries the lists are made of (catalog). Serves the articles on one catalog with three lists and on
guides of compilation: anhui-2020-data 12-16, wuhu-2020-data 6-7, jiaozuo-2020-data 8-12.
"""

"""Applications, answers and grants: who may use which fields and rows of a resource, for what, until when.

Serves anhui-2020-data 24-25, wuhu-2020-data 13, liyang-2020-sharing 16-17, jiaozuo-2020-data 17-19.
"""

"""The catalog: what data there is, whose, on which terms; its versions, review and publication.

Owns resources, their versions and information items; change events with their clocks; challenges of types and
feedback; information systems. Does not hold the data (pools), nor the lists made of it (lists), nor its form as a file
(spreadsheets), nor decide who may use it (sharing). Serves the catalog articles: anhui-2020-data 12-16, wuhu-2020-data
6-7, liyang-2020-sharing 8-9, jiaozuo-2020-data 8-12, 18-22.
"""

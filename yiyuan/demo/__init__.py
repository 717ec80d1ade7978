"""The demo: three tenants with departments, people, resources, synthetic rows and cases an officer recognises.

Everything enters through the rooms' own services, as a city's data would. All persons and rows are invented.
"""

"""What the country brings along: Länder, Kreise, postal codes, Jobcenter areas, insurers, languages, holidays,
and the programme's own lists of topics, audiences and traits. Loaded as a whole, never changed at a desk.
"""

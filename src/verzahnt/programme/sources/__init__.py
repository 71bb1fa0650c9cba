"""Publications and data sets our statements come from: who, when, kind, address, licence.

Everything taken from outside names its source. What a source says, and who says it there, is the chronicle's.
"""

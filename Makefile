# What one needs to know about this house's commands; the work is done in bootstrap.py.
PYTHON ?= python3

.PHONY: help run test check fix bench locks

help:
	@echo "make run     alles einrichten und starten: http://127.0.0.1:8000/ (PORT=… ein anderer Port,"
	@echo "             DATABASE_URL=… ein eigenes PostgreSQL ab 15); Strg-C beendet"
	@echo "make test    alle Tests (ARGS=tests/stories nur diese)"
	@echo "make check   Stil, Typen, Bauregeln, Übersetzungen"
	@echo "make fix     was sich von selbst in Form bringen lässt"
	@echo "make bench   Messungen, siehe bench/RESULTS.md"
	@echo "make locks   die festen Paketversionen neu schreiben"

run test check fix bench locks:
	@exec $(PYTHON) bootstrap.py $@

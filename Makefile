# make example   the 2025-Q3 report from the example dossier, into outputs/
# make test      the tests, with everything they need
# make check     what a change must pass: lint, test, wheel-test
# make docs      the guide's table of codes and the pictures, made anew
# make lock      installer/khoa/: which versions the bundles and the tests take, made anew
#
# Everything is installed into .venv; system packages only for the tests. PYTHON= chooses another Python >= 3.11.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
EXAMPLE := inputs/lai-chau-nq57.xlsx
PERIOD := 2025-Q3

# The tests start the program some hundred times: what was compiled once is kept, whatever this shell is set to.
unexport PYTHONDONTWRITEBYTECODE

SHELL := /bin/sh
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help example test lint wheel-test check docs lock system-packages clean

help:
	@sed -n 's/^# \{0,1\}//p;/^$$/q' $(firstword $(MAKEFILE_LIST))

example: $(VENV)/.program
	@$(BIN)/baocao build $(EXAMPLE) --period $(PERIOD)

test: system-packages $(VENV)/.dev
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict

check: lint test wheel-test

# The first page, and the one with what is still to be written.
docs: system-packages $(VENV)/.dev
	$(BIN)/python docs/make_tables.py
	@set -eu; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	$(BIN)/baocao build $(EXAMPLE) --period $(PERIOD) --pdf --out "$$folder" >/dev/null; \
	report="$$folder/$(basename $(notdir $(EXAMPLE)))/$(PERIOD)/bao-cao.pdf"; \
	gap=$$(pdftotext "$$report" - | awk -v RS='\f' '/\[Chưa có nội dung/ { print NR; exit }'); \
	pdftoppm -r 80 -gray -png -singlefile -f 1 -l 1 "$$report" docs/anh/bao-cao-quy; \
	pdftoppm -r 80 -png -singlefile -f "$$gap" -l "$$gap" "$$report" docs/anh/cho-nen-vang; \
	ls -l docs/anh

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

# --- the environment: a stamp file says what is installed ---------------------------------------

# Debian's python3 comes without ensurepip, which venv needs.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed; name it like this: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  package=$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	  $(call apt_install,$$package); }
	@echo "Making $(VENV) ..."
	@rm -rf $(VENV) && $(PYTHON) -m venv $(VENV)

$(VENV)/.program: pyproject.toml | $(BIN)/python
	@echo "Installing the program ..."
	@$(PIP) --editable .
	@touch $@

# Python compiles what is used when it is first used: all of it at once keeps one processor busy for 15 seconds.
# Only the versions and the bytes that the lock file names.
$(VENV)/.dev: pyproject.toml installer/khoa/phat-trien.txt | $(BIN)/python
	@echo "Installing the program and the tools of its tests ..."
	@$(PIP) --no-compile --require-hashes --requirement installer/khoa/phat-trien.txt
	@$(PIP) --no-compile --no-deps --no-build-isolation --editable .
	@touch $(VENV)/.program $@

# The newest versions that pyproject.toml allows, for every system and every Python from 3.11 on, each with its sha256.
LOCK = $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet \
  --upgrade

lock: $(VENV)/.dev
	@$(PIP) uv
	@$(LOCK) --extra web --extra ky-so pyproject.toml -o installer/khoa/chuong-trinh.txt >/dev/null
	@$(LOCK) --extra web --extra ky-so --extra cluster pyproject.toml -o installer/khoa/cum-may.txt >/dev/null
	@$(LOCK) --extra dev pyproject.toml -o installer/khoa/phat-trien.txt >/dev/null
	@echo 'hatchling>=1.24' | $(LOCK) - -o installer/khoa/dung-goi.txt >/dev/null

# --- system packages ----------------------------------------------------------------------------

# Windows' own Python runs under wine, on the processors that it is made for; elsewhere those tests are skipped.
# Writer is looked for by its library: the packages with and without windows exclude each other, and either will do.
# Fonts are looked for by language: Liberation 1 has the name but not the Vietnamese letters. Where there is no package
# fonts-liberation2 any more, fonts-liberation is that version.
WRITER := $(wildcard /usr/lib*/libreoffice/program/libswlo.so /opt/libreoffice*/program/libswlo.so \
  /Applications/LibreOffice.app)

CHROMIUM := $(wildcard /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome)

system-packages:
	@missing=; \
	[ -n "$(WRITER)" ] || missing="$$missing libreoffice-writer-nogui"; \
	[ -n "$$(fc-list ':family=Times New Roman:lang=vi' family 2>/dev/null)" ] || \
	  [ -n "$$(fc-list ':family=Liberation Serif:lang=vi' family 2>/dev/null)" ] || \
	  missing="$$missing fontconfig fonts-liberation2"; \
	command -v pdftotext >/dev/null && command -v pdftoppm >/dev/null || missing="$$missing poppler-utils"; \
	/usr/bin/python3 -c 'import uno' 2>/dev/null || missing="$$missing python3-uno"; \
	[ -n "$(CHROMIUM)" ] || missing="$$missing chromium"; \
	[ "$$(uname -m)" != x86_64 ] || command -v wine >/dev/null || missing="$$missing wine wine64"; \
	[ -z "$$missing" ] || { $(call apt_install,$$missing); }

# $(call apt_install,PACKAGES): installs Debian packages, or says in plain words what is to be installed by hand.
define apt_install
  wanted=$$(echo $(1)); as_root=; \
  command -v apt-get >/dev/null || { echo "Missing: $$wanted (names of Debian packages). There is no apt-get here:" \
    "install them in this system's own way, then run make again." >&2; exit 1; }; \
  [ "$$(id -u)" = 0 ] || { as_root=sudo; command -v sudo >/dev/null || { \
    echo "Missing: $$wanted. Run this as root, then run make again: apt-get install $$wanted" >&2; exit 1; }; }; \
  echo "Installing $$wanted ..."; \
  $$as_root apt-get update -qq; \
  apt-cache show fonts-liberation2 >/dev/null 2>&1 || \
    wanted=$$(echo "$$wanted" | sed 's/fonts-liberation2/fonts-liberation/'); \
  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$wanted
endef

# --- the wheel, installed from an offline bundle, run from another folder ------------------------

PARTS := standards/nd30.toml standards/dang.toml scaffold/theme.xml py.typed templates/nd30/bao-cao-quy.docx \
  templates/dang/bao-cao-quy.docx examples/lai-chau-nq57.xlsx web/pages/base.html web/static/style.css \
  web/static/vendor/jszip.min.js web/static/vendor/echarts.common.min.js

wheel-test: $(VENV)/.dev
	@set -eu; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; unset PYTHONPATH; \
	echo "Making an offline bundle, installing from it ..."; \
	$(BIN)/python installer/make_bundle.py --out "$$folder/bundle" >/dev/null; \
	$(PYTHON) "$$folder/bundle/install.py" --into "$$folder/venv" --start-file-in "$$folder" >/dev/null; \
	$(BIN)/baocao build $(EXAMPLE) --period $(PERIOD) --out "$$folder/checkout" >/dev/null; \
	mkdir "$$folder/elsewhere"; cp $(EXAMPLE) "$$folder/elsewhere/"; cd "$$folder/elsewhere"; \
	../venv/bin/baocao --version; \
	../venv/bin/baocao build $(notdir $(EXAMPLE)) --period $(PERIOD) >/dev/null; \
	../venv/bin/python -c 'import generator.web.server, pyhanko, pypdfium2'; \
	package=$$(../venv/bin/python -c 'import generator; print(generator.__path__[0])'); \
	case "$$package" in "$$folder"/*) ;; *) echo "The checkout was used, not the wheel." >&2; exit 1;; esac; \
	for part in $(PARTS); do test -e "$$package/$$part" || { echo "Not in the wheel: $$part" >&2; exit 1; }; done; \
	made=$(basename $(notdir $(EXAMPLE)))/$(PERIOD); \
	for file in bao-cao.docx phu-luc-I.docx phu-luc-V.docx phu-luc.xlsx; do \
	  cmp "outputs/$$made/$$file" "../checkout/$$made/$$file"; done; \
	echo "The program installed offline writes the same files as the checkout."

#!/bin/sh
# Linux, macOS: cài từ các gói trong thư mục này.
cd "$(dirname "$0")" && exec python3 install.py "$@"

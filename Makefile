# `make` alone lists what there is. Only Python 3.11 or later is needed beforehand.
.DEFAULT_GOAL := help
.PHONY: help run test check bench lock clean python

ifndef PYTHON
PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
endif
BOOTSTRAP = $(PYTHON) hoaxa_danvan/ops/bootstrap.py
COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header pyproject.toml

help: ## Liệt kê các lệnh
	@sed -n 's/^\([a-z]*\):.* ## /  make \1\t/p' Makefile | expand -t 16

run: python ## Chuẩn bị và chạy cổng; dừng bằng Ctrl-C (PORT=… chọn số cổng)
	@exec $(BOOTSTRAP) run

test: python ## Chạy mọi kiểm tra; các dòng cuối cho biết phần nào không chạy và vì sao
	@exec $(BOOTSTRAP) test

check: python ## Phần kiểm tra nhanh, không chạy bài thử
	@exec $(BOOTSTRAP) check

bench: python ## Đo thời gian, bộ nhớ khi in văn bản (BENCH_ARGS="--quick --json")
	@exec $(BOOTSTRAP) bench $(BENCH_ARGS)

lock: ## Khóa lại phiên bản thư viện (cần uv)
	$(COMPILE) -o requirements.txt
	$(COMPILE) --group dev -o requirements-dev.txt

clean: ## Xóa tệp tạm của các công cụ; giữ .venv và dữ liệu trong var/
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis var/test var/static
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

python:
	@test -n "$(PYTHON)" || { echo "Cần Python 3.11 trở lên (python3)." >&2; exit 1; }

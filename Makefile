# Each verb is a few lines of scripts/workshop.py, so that Windows, which has no make, has the same verbs:
#   py scripts/workshop.py serve
# More words for a verb go into ARGS:  make serve ARGS="--port 8001"   make test ARGS="-k groups"

PYTHON ?= $(shell command -v python3 || command -v python || echo python3)

VERBS := help serve test check exercises messages translations schema constraints screenshots epub site address benchmarks clean

.DEFAULT_GOAL := help
.PHONY: $(VERBS)

$(VERBS):
	@$(PYTHON) scripts/workshop.py $@ $(ARGS)

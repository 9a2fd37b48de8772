# One image for web, worker and beat; compose.yaml says which is which.
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-ebgaramond fonts-inter \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/coachpractice
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 COACHPRACTICE_VAR=/var/lib/coachpractice

COPY requirements-production.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes \
        -r requirements-production.txt

COPY . .
RUN useradd --system --home-dir "$COACHPRACTICE_VAR" --create-home coachpractice \
    && python -c "import polib, pathlib; \
[polib.pofile(str(po)).save_as_mofile(str(po.with_suffix('.mo'))) \
 for po in pathlib.Path('coachpractice/locale').glob('*/LC_MESSAGES/*.po')]"

USER coachpractice
VOLUME /var/lib/coachpractice
EXPOSE 8000
# No access log: the addresses in it would open doors.
CMD ["gunicorn", "coachpractice.wsgi", "--bind", "0.0.0.0:8000", \
     "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]

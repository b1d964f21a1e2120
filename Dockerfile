# Two images: `gatehouse` is the product; `example` adds the worked example's samples and set-up to it.
#   docker build --target gatehouse -t gatehouse .

FROM node:22-bookworm-slim AS base
WORKDIR /app

# What decides which packages are needed, alone: a change of source code does not install anything again.
FROM base AS manifests
COPY . .
RUN mkdir /manifests \
 && cp --parents package.json package-lock.json .npmrc apps/*/package.json libs/*/package.json samples/*/package.json /manifests

FROM base AS build
ENV NX_DAEMON=false NX_TUI=false
COPY --from=manifests /manifests ./
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN npx nx run-many -t build --outputStyle=stream \
 && find apps libs -depth \( -name src -o -name node_modules \) -type d -exec rm -rf {} + \
 && rm -rf apps/*-e2e

FROM base AS packages
COPY --from=manifests /manifests ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force

FROM base AS gatehouse
ENV NODE_ENV=production GATEHOUSE_HOST=0.0.0.0
COPY --from=packages /app/package.json ./
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/libs libs
COPY --from=build /app/apps apps
COPY tools/docker tools/docker
# Volumes mounted here take over their owner.
RUN install -d -o node -g node -m 0700 /run/gatehouse /run/example && install -d -o node -g node -m 0755 /run/postgres-password
USER node
EXPOSE 4000 4001 4002
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s CMD ["node", "tools/docker/check-health.mjs"]
# Node itself is the first process: it handles SIGTERM, and has no children to reap.
CMD ["node", "--enable-source-maps", "apps/gateway/dist/main.js"]

FROM gatehouse AS example
COPY samples samples
COPY tools tools
EXPOSE 4100
HEALTHCHECK NONE

# Greenroom in a container: docker build -t greenroom .
# The image's Node is the one that package.json pins; a test holds the two together. Debian rather than
# Alpine, because glibc is what the tests run on.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /greenroom
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
RUN npm run build

FROM ${NODE_IMAGE} AS packages
WORKDIR /greenroom
COPY package.json package-lock.json .npmrc ./
# Without scripts the package `node` does not fetch the Node that the image has already; no other
# package of the server needs one. Of SQLite's binaries only those of Linux are of use.
RUN npm ci --omit=dev --ignore-scripts \
	&& rm -rf node_modules/better-sqlite3/deps node_modules/better-sqlite3/src \
	&& find node_modules/better-sqlite3/prebuilds ! -name 'linux-*' -name '*.node' -delete

FROM ${NODE_IMAGE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
# Repositories are fetched and read with git.
RUN apt-get update \
	&& apt-get install --yes --no-install-recommends git ca-certificates \
	&& rm -rf /var/lib/apt/lists/*
WORKDIR /greenroom
COPY --from=packages /greenroom/node_modules ./node_modules
COPY package.json server.js LICENSE ./
COPY drizzle ./drizzle
COPY --from=build /greenroom/build ./build
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
	CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# In this form the server itself gets SIGTERM, and drains.
CMD ["node", "server.js"]

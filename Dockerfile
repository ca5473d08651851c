# syntax=docker/dockerfile:1
#
# One image for both programs: the API by default, the worker and the migrations by another command.
#
#   docker build -t carqr .
#
# NODE is the current LTS; deploy/pin-images.sh adds its digest. The slim image is Debian, whose C library the native packages are built for.
ARG NODE=node:24-slim

# Everything, to compile. No package needs its install script.
FROM ${NODE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY nest-cli.json tsconfig.json tsconfig.build.json ormconfig.ts ./
COPY apps apps
COPY libs libs
RUN npm run build

# Only what the programs run on. Types, maps and sources of packages are for developers.
FROM ${NODE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY deploy/prune-packages.sh deploy/sbom.mjs deploy/
RUN npm ci --omit=dev --ignore-scripts && sh deploy/prune-packages.sh node_modules \
  && node deploy/sbom.mjs node_modules > sbom.cdx.json

FROM ${NODE}
ENV NODE_ENV=production
WORKDIR /app
COPY package.json ./
COPY --from=dependencies /app/sbom.cdx.json ./
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist

# Everything belongs to root and is only read. What is written goes to /tmp, and to /data where files are kept in a
# directory (STORAGE_URL=file:/data/files).
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 3000
# PID 1 gets the signal itself (no shell, no npm), and the program drains on it.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/apps/api/src/main.js"]

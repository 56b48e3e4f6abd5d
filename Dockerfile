# Two stages: the first builds, the second holds what runs. Node 24 is what is recommended; 20.19 is what is needed.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm run build && npm prune --omit=dev

FROM node:24-slim
# tini reaps what pools and hooks leave and passes signals on; Node does not as process 1.
RUN apt-get update \
 && apt-get install -y --no-install-recommends tini \
 && rm -rf /var/lib/apt/lists/* \
 && mkdir -p /var/lib/platen /etc/platen \
 && chown node:node /var/lib/platen
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY config/container.json /etc/platen/platen.json
COPY config/platen.schema.json /etc/platen/platen.schema.json
ENV NODE_ENV=production PLATEN_CONFIG=/etc/platen/platen.json
USER node
VOLUME /var/lib/platen
EXPOSE 8631
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8631/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "node", "dist/entry/platen.js"]
CMD ["serve"]

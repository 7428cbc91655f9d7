# docker build -t session-manager .   What the stages do is in docker/, so that CI does the same without Docker.

FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 docker/build

FROM eclipse-temurin:25-jre AS train
WORKDIR /src
COPY --from=build /src/bin bin
COPY --from=build /src/docker docker
COPY --from=build /src/target/session-manager.jar target/
RUN docker/train /opt/session-manager

# This base image brings fontconfig and a font, which charts need.
FROM eclipse-temurin:25-jre
COPY --from=train /opt/session-manager /opt/session-manager
RUN useradd --system --uid 10001 --user-group --no-create-home session-manager \
 && install --directory --owner session-manager --group session-manager --mode 0700 /data

# Strangers everywhere but inside the container itself: GUEST_NETWORKS and OPERATOR_NETWORKS stay loopback, so the preset
# users cannot log in from outside, nor is the operator's token good there. The first administrator comes from ADMIN_PASSWORD, or from:
#   docker exec -it NAME /opt/session-manager/bin/session-manager create-admin admin
# Without OLLAMA_URL nobody is looked for who could be given prompts: whoever listens on that port would get them.
ENV DATA_DIR=/data \
    SESSION_MANAGER_CACHE=/opt/session-manager/cache \
    BIND_ADDRESS=0.0.0.0 \
    OLLAMA_URL= \
    PASSWORD_SCHEME=argon2id
VOLUME /data
WORKDIR /data
USER session-manager
EXPOSE 8005
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --start-interval=1s CMD ["/opt/session-manager/bin/healthcheck"]
ENTRYPOINT ["/opt/session-manager/bin/session-manager"]

/*
 * The floor to compare with, not a server: one thread, level-triggered epoll, one write for
 * each batch of requests read. It checks method and path, carries partial heads over and
 * parses nothing else.
 *
 * Usage: epoll_reference ANSWER_FILE PATH
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_EVENTS 512
#define IN_SIZE 65536
#define HEAD_SIZE 8192
#define MAX_ANSWER 65536
#define BACKLOG 4096

static const char NOT_FOUND[] = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

struct connection {
	int fd;
	size_t partial_length;
	char *partial;		/* an unfinished head, only while there is one */
	size_t pending_length;
	char *pending;		/* what the socket did not take, only while there is any */
};

static char answer[MAX_ANSWER];
static size_t answer_length;
static char request_start[1024];
static size_t request_start_length;
static char in[HEAD_SIZE + IN_SIZE];
static char *out;
static size_t out_size;
static int poller;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void close_connection(struct connection *c)
{
	close(c->fd);
	free(c->partial);
	free(c->pending);
	free(c);
}

static void watch(struct connection *c, unsigned int events, int operation)
{
	struct epoll_event event = { .events = events, .data.ptr = c };

	if (epoll_ctl(poller, operation, c->fd, &event) < 0)
		die("epoll_ctl");
}

/* Returns 0 when the connection is closed. */
static int send_all(struct connection *c, const char *bytes, size_t length)
{
	ssize_t written = write(c->fd, bytes, length);

	if (written < 0) {
		if (errno != EAGAIN) {
			close_connection(c);
			return 0;
		}
		written = 0;
	}
	if ((size_t) written < length) {
		char *rest = malloc(length - written);

		if (!rest)
			die("malloc");
		memcpy(rest, bytes + written, length - written);
		free(c->pending);
		c->pending = rest;
		c->pending_length = length - written;
		watch(c, EPOLLOUT, EPOLL_CTL_MOD);
	} else if (c->pending) {
		free(c->pending);
		c->pending = NULL;
		watch(c, EPOLLIN, EPOLL_CTL_MOD);
	}
	return 1;
}

static void on_writable(struct connection *c)
{
	char *bytes = c->pending;
	size_t length = c->pending_length;
	ssize_t written = write(c->fd, bytes, length);

	if (written < 0) {
		if (errno != EAGAIN)
			close_connection(c);
		return;
	}
	memmove(bytes, bytes + written, length - written);
	c->pending_length = length - written;
	if (c->pending_length == 0) {
		free(c->pending);
		c->pending = NULL;
		watch(c, EPOLLIN, EPOLL_CTL_MOD);
	}
}

static void append(size_t *length, const char *bytes, size_t count)
{
	if (*length + count > out_size) {
		out_size = (*length + count) * 2;
		out = realloc(out, out_size);
		if (!out)
			die("realloc");
	}
	memcpy(out + *length, bytes, count);
	*length += count;
}

static void on_readable(struct connection *c)
{
	size_t carried = c->partial_length;
	size_t out_length = 0;
	char *position = in;
	char *end;
	char *head_end;
	ssize_t count;

	if (carried) {
		memcpy(in, c->partial, carried);
		free(c->partial);
		c->partial = NULL;
		c->partial_length = 0;
	}
	count = read(c->fd, in + carried, IN_SIZE);
	if (count <= 0) {
		if (count == 0 || errno != EAGAIN) {
			close_connection(c);
			return;
		}
		count = 0;
	}
	end = in + carried + count;
	while ((head_end = memmem(position, end - position, "\r\n\r\n", 4))) {
		if ((size_t) (head_end - position) >= request_start_length
				&& memcmp(position, request_start, request_start_length) == 0)
			append(&out_length, answer, answer_length);
		else
			append(&out_length, NOT_FOUND, sizeof(NOT_FOUND) - 1);
		position = head_end + 4;
	}
	if (position < end) {
		size_t rest = end - position;

		if (rest > HEAD_SIZE) {
			close_connection(c);
			return;
		}
		c->partial = malloc(rest);
		if (!c->partial)
			die("malloc");
		memcpy(c->partial, position, rest);
		c->partial_length = rest;
	}
	if (out_length)
		send_all(c, out, out_length);
}

static void on_accept(int listener)
{
	int one = 1;
	int fd;

	while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
		struct connection *c = calloc(1, sizeof(*c));

		if (!c)
			die("calloc");
		c->fd = fd;
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
		watch(c, EPOLLIN, EPOLL_CTL_ADD);
	}
}

static void read_answer(const char *file)
{
	FILE *stream = fopen(file, "rb");

	if (!stream)
		die(file);
	answer_length = fread(answer, 1, sizeof(answer), stream);
	fclose(stream);
}

static int listen_somewhere(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	if (listener < 0 || bind(listener, (struct sockaddr *) &address, sizeof(address)) < 0
			|| listen(listener, BACKLOG) < 0
			|| getsockname(listener, (struct sockaddr *) &address, &length) < 0)
		die("listen");
	printf("C epoll started on port %d\n", ntohs(address.sin_port));
	fflush(stdout);
	return listener;
}

int main(int argc, char **argv)
{
	struct epoll_event events[MAX_EVENTS];
	struct epoll_event accept_event = { .events = EPOLLIN, .data.ptr = NULL };
	int listener;

	if (argc != 3) {
		fprintf(stderr, "Usage: %s ANSWER_FILE PATH\n", argv[0]);
		return 4;
	}
	signal(SIGPIPE, SIG_IGN);
	read_answer(argv[1]);
	request_start_length = snprintf(request_start, sizeof(request_start), "GET %s HTTP/1.1\r\n", argv[2]);
	poller = epoll_create1(0);
	listener = listen_somewhere();
	if (poller < 0 || epoll_ctl(poller, EPOLL_CTL_ADD, listener, &accept_event) < 0)
		die("epoll");
	for (;;) {
		int count = epoll_wait(poller, events, MAX_EVENTS, -1);
		int index;

		for (index = 0; index < count; index++) {
			struct connection *c = events[index].data.ptr;

			if (!c)
				on_accept(listener);
			else if (c->pending)
				on_writable(c);
			else
				on_readable(c);
		}
	}
}

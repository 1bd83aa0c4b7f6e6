#pragma once
#include <microhttpd.h>

/* Swift cannot call variadic functions; the options come as an array that ends in MHD_OPTION_END. */
static inline struct MHD_Daemon *postil_mhd_start(unsigned int flags, MHD_AccessHandlerCallback handler, void *context, struct MHD_OptionItem *options) { return MHD_start_daemon(flags, 0, NULL, NULL, handler, context, MHD_OPTION_ARRAY, options, MHD_OPTION_END); }

/* The information structs are C unions behind a variadic function. */
static inline int postil_mhd_socket(struct MHD_Connection *connection) { const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD); return info ? info->connect_fd : -1; }
static inline const struct sockaddr *postil_mhd_peer(struct MHD_Connection *connection) { const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS); return info ? info->client_addr : NULL; }
static inline void *postil_mhd_socket_context(struct MHD_Connection *connection) { const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT); return info ? info->socket_context : NULL; }

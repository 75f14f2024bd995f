/*
 * An OPC UA server that is not ours, with security: open62541, all policies it has.
 *
 *   peer PORT CERTIFICATE KEY URI [trust=FILE] [user=NAME:PASSWORD] [anonymous] [open]
 *
 * CERTIFICATE, KEY  DER files, as this program sees them
 * URI               the application it says it is
 * trust             the only client certificate that it trusts; without it, it trusts all
 * user              who may log in; with `anonymous`, others too
 * open              mode None may be used for more than to ask for the endpoints
 *
 * ns=1;s=level counts ten times a second, ns=1;s=setpoint can be written. Prints "ready" when it listens.
 */
#include <open62541/plugin/accesscontrol_default.h>
#include <open62541/plugin/log_stdout.h>
#include <open62541/plugin/pki_default.h>
#include <open62541/server.h>
#include <open62541/server_config_default.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static UA_Boolean running = true;
static UA_Double level = 0;

static void stop(int sig) { (void)sig; running = false; }

static UA_ByteString load(const char *path) {
  UA_ByteString content = UA_BYTESTRING_NULL;
  FILE *file = fopen(path, "rb");
  if (!file) return content;
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  UA_ByteString_allocBuffer(&content, (size_t)size);
  if (fread(content.data, 1, content.length, file) != content.length) exit(3);
  fclose(file);
  return content;
}

static const char *option(int argc, char **argv, const char *name) {
  size_t length = strlen(name);
  for (int i = 5; i < argc; i++)
    if (strncmp(argv[i], name, length) == 0 && argv[i][length] == '=') return argv[i] + length + 1;
  return NULL;
}

static UA_Boolean flag(int argc, char **argv, const char *name) {
  for (int i = 5; i < argc; i++)
    if (strcmp(argv[i], name) == 0) return true;
  return false;
}

static void add(UA_Server *server, char *name, UA_Double number) {
  UA_VariableAttributes attr = UA_VariableAttributes_default;
  UA_Variant_setScalar(&attr.value, &number, &UA_TYPES[UA_TYPES_DOUBLE]);
  attr.dataType = UA_TYPES[UA_TYPES_DOUBLE].typeId;
  attr.accessLevel = UA_ACCESSLEVELMASK_READ | UA_ACCESSLEVELMASK_WRITE;
  UA_Server_addVariableNode(server, UA_NODEID_STRING(1, name), UA_NODEID_NUMERIC(0, UA_NS0ID_OBJECTSFOLDER),
                            UA_NODEID_NUMERIC(0, UA_NS0ID_ORGANIZES), UA_QUALIFIEDNAME(1, name),
                            UA_NODEID_NUMERIC(0, UA_NS0ID_BASEDATAVARIABLETYPE), attr, NULL, NULL);
}

static void property(UA_Server *server, UA_NodeId of, char *name, void *value, const UA_DataType *type) {
  UA_VariableAttributes attr = UA_VariableAttributes_default;
  UA_Variant_setScalar(&attr.value, value, type);
  attr.dataType = type->typeId;
  UA_Server_addVariableNode(server, UA_NODEID_NULL, of, UA_NODEID_NUMERIC(0, UA_NS0ID_HASPROPERTY),
                            UA_QUALIFIEDNAME(0, name), UA_NODEID_NUMERIC(0, UA_NS0ID_PROPERTYTYPE), attr, NULL, NULL);
}

/* A folder with a value that has a unit and a range, an array, and a value below a value. */
static void addLine(UA_Server *server) {
  UA_ObjectAttributes line = UA_ObjectAttributes_default;
  line.displayName = UA_LOCALIZEDTEXT("en", "Line 1");
  UA_NodeId folder = UA_NODEID_STRING(1, "Line1");
  UA_Server_addObjectNode(server, folder, UA_NODEID_NUMERIC(0, UA_NS0ID_OBJECTSFOLDER),
                          UA_NODEID_NUMERIC(0, UA_NS0ID_ORGANIZES), UA_QUALIFIEDNAME(1, "Line1"),
                          UA_NODEID_NUMERIC(0, UA_NS0ID_BASEOBJECTTYPE), line, NULL, NULL);
  UA_VariableAttributes attr = UA_VariableAttributes_default;
  UA_Float speed = 8.4f;
  UA_Variant_setScalar(&attr.value, &speed, &UA_TYPES[UA_TYPES_FLOAT]);
  attr.dataType = UA_TYPES[UA_TYPES_FLOAT].typeId;
  attr.displayName = UA_LOCALIZEDTEXT("en", "Speed");
  attr.description = UA_LOCALIZEDTEXT("en", "Of the belt");
  UA_NodeId node = UA_NODEID_STRING(1, "Line1.Speed");
  UA_Server_addVariableNode(server, node, folder, UA_NODEID_NUMERIC(0, UA_NS0ID_HASCOMPONENT),
                            UA_QUALIFIEDNAME(1, "Speed"), UA_NODEID_NUMERIC(0, UA_NS0ID_BASEDATAVARIABLETYPE), attr,
                            NULL, NULL);
  UA_EUInformation unit;
  UA_EUInformation_init(&unit);
  unit.displayName = UA_LOCALIZEDTEXT("en", "m/s");
  UA_Range range = {0, 12};
  property(server, node, "EngineeringUnits", &unit, &UA_TYPES[UA_TYPES_EUINFORMATION]);
  property(server, node, "EURange", &range, &UA_TYPES[UA_TYPES_RANGE]);
  UA_Int32 shifts[] = {1, 2, 3};
  UA_Variant_setArray(&attr.value, shifts, 3, &UA_TYPES[UA_TYPES_INT32]);
  attr.dataType = UA_TYPES[UA_TYPES_INT32].typeId;
  attr.valueRank = UA_VALUERANK_ONE_DIMENSION;
  UA_UInt32 dimensions[1] = {3};
  attr.arrayDimensions = dimensions;
  attr.arrayDimensionsSize = 1;
  attr.displayName = UA_LOCALIZEDTEXT("en", "Shifts");
  UA_Server_addVariableNode(server, UA_NODEID_STRING(1, "Line1.Speed.Shifts"), node,
                            UA_NODEID_NUMERIC(0, UA_NS0ID_HASCOMPONENT), UA_QUALIFIEDNAME(1, "Shifts"),
                            UA_NODEID_NUMERIC(0, UA_NS0ID_BASEDATAVARIABLETYPE), attr, NULL, NULL);
}

static void step(UA_Server *server, void *data) {
  (void)data;
  level += 1;
  UA_Variant value;
  UA_Variant_setScalar(&value, &level, &UA_TYPES[UA_TYPES_DOUBLE]);
  UA_Server_writeValue(server, UA_NODEID_STRING(1, "level"), value);
}

int main(int argc, char **argv) {
  if (argc < 5) return 2;
  signal(SIGINT, stop);
  signal(SIGTERM, stop);
  UA_ServerConfig config;
  memset(&config, 0, sizeof(config));
  UA_Logger quiet = UA_Log_Stdout_withLevel(UA_LOGLEVEL_FATAL);
  config.logging = &quiet;
  UA_ByteString certificate = load(argv[2]);
  UA_ByteString key = load(argv[3]);
  const char *trust = option(argc, argv, "trust");
  UA_ByteString trusted = trust ? load(trust) : UA_BYTESTRING_NULL;
  UA_UInt16 port = (UA_UInt16)atoi(argv[1]);
  UA_StatusCode set = UA_ServerConfig_setDefaultWithSecurityPolicies(&config, port, &certificate, &key, &trusted,
                                                                     trust ? 1 : 0, NULL, 0, NULL, 0);
  config.securityPolicyNoneDiscoveryOnly = !flag(argc, argv, "open");
  if (set != UA_STATUSCODE_GOOD) {
    printf("%s\n", UA_StatusCode_name(set));
    return 1;
  }
  if (!trust) {
    config.secureChannelPKI.clear(&config.secureChannelPKI);
    UA_CertificateVerification_AcceptAll(&config.secureChannelPKI);
  }
  config.sessionPKI.clear(&config.sessionPKI);
  UA_CertificateVerification_AcceptAll(&config.sessionPKI);
  UA_String_clear(&config.applicationDescription.applicationUri);
  config.applicationDescription.applicationUri = UA_STRING_ALLOC(argv[4]);
  for (size_t i = 0; i < config.endpointsSize; i++) {
    UA_String_clear(&config.endpoints[i].server.applicationUri);
    config.endpoints[i].server.applicationUri = UA_STRING_ALLOC(argv[4]);
  }
  const char *user = option(argc, argv, "user");
  if (user) {
    const char *colon = strchr(user, ':');
    UA_UsernamePasswordLogin login;
    login.username = UA_STRING_ALLOC(user);
    login.username.length = (size_t)(colon - user);
    login.password = UA_STRING_ALLOC(colon + 1);
    UA_String policy = UA_STRING("http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256");
    UA_AccessControl_default(&config, flag(argc, argv, "anonymous"), &policy, 1, &login);
  }
  UA_Server *server = UA_Server_newWithConfig(&config);
  add(server, "level", level);
  add(server, "setpoint", 20);
  addLine(server);
  UA_Server_addRepeatedCallback(server, step, NULL, 100, NULL);
  if (UA_Server_run_startup(server) != UA_STATUSCODE_GOOD) return 1;
  puts("ready");
  fflush(stdout);
  while (running) UA_Server_run_iterate(server, true);
  UA_Server_run_shutdown(server);
  UA_Server_delete(server);
  return 0;
}

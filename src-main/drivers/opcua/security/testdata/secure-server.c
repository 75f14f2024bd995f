/*
 * An OPC UA server that is not ours, with security: open62541, all policies it has.
 *
 *   peer PORT CERTIFICATE KEY URI [trust=FILE] [user=NAME:PASSWORD] [anonymous] [open] [plant] [bulk=N]
 *
 * CERTIFICATE, KEY  DER files, as this program sees them
 * URI               the application it says it is
 * trust             the only client certificate that it trusts; without it, it trusts all
 * user              who may log in; with `anonymous`, others too
 * open              mode None may be used for more than to ask for the endpoints
 *
 * plant        Line4 with three tanks of four values each, of which the level of the first is stored, a method that fills one,
 *              and a folder that nobody may browse; ns=1;s=calls counts how often the method was called
 * bulk         a folder with so many values
 *
 * ns=1;s=level counts ten times a second, ns=1;s=setpoint can be written. Prints "ready" when it listens.
 */
#include <open62541/plugin/accesscontrol_default.h>
#include <open62541/plugin/historydata/history_data_backend_memory.h>
#include <open62541/plugin/historydata/history_data_gathering_default.h>
#include <open62541/plugin/historydata/history_database_default.h>
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

#define TANKS 3
static const char *const FORBIDDEN = "Line4.Forbidden";
static UA_Boolean hasPlant = false;
static UA_Int32 calls = 0;

static UA_NodeId named(const char *name) { return UA_NODEID_STRING(1, (char *)(uintptr_t)name); }

static void addFolder(UA_Server *server, const char *id, char *name, UA_NodeId parent) {
  UA_ObjectAttributes attr = UA_ObjectAttributes_default;
  attr.displayName = UA_LOCALIZEDTEXT("en", name);
  UA_Server_addObjectNode(server, named(id), parent, UA_NODEID_NUMERIC(0, UA_NS0ID_ORGANIZES), UA_QUALIFIEDNAME(1, name),
                          UA_NODEID_NUMERIC(0, UA_NS0ID_BASEOBJECTTYPE), attr, NULL, NULL);
}

static UA_NodeId addValue(UA_Server *server, const char *parent, char *name, void *value, const UA_DataType *type,
                          UA_Byte access) {
  char id[64];
  snprintf(id, sizeof(id), "%s.%s", parent, name);
  UA_VariableAttributes attr = UA_VariableAttributes_default;
  UA_Variant_setScalar(&attr.value, value, type);
  attr.dataType = type->typeId;
  attr.accessLevel = access;
  attr.historizing = (access & UA_ACCESSLEVELMASK_HISTORYREAD) != 0;
  attr.displayName = UA_LOCALIZEDTEXT("en", name);
  UA_Server_addVariableNode(server, named(id), named(parent), UA_NODEID_NUMERIC(0, UA_NS0ID_HASCOMPONENT),
                            UA_QUALIFIEDNAME(1, name), UA_NODEID_NUMERIC(0, UA_NS0ID_BASEDATAVARIABLETYPE), attr, NULL,
                            NULL);
  return UA_NODEID_STRING_ALLOC(1, id);
}

static void addAnalog(UA_Server *server, const char *parent, char *name, UA_Double number, char *symbol, UA_Double high,
                      UA_Byte access) {
  UA_NodeId id = addValue(server, parent, name, &number, &UA_TYPES[UA_TYPES_DOUBLE], access);
  UA_EUInformation unit;
  UA_EUInformation_init(&unit);
  unit.displayName = UA_LOCALIZEDTEXT("en", symbol);
  UA_Range range = {0, high};
  property(server, id, "EngineeringUnits", &unit, &UA_TYPES[UA_TYPES_EUINFORMATION]);
  property(server, id, "EURange", &range, &UA_TYPES[UA_TYPES_RANGE]);
  UA_NodeId_clear(&id);
}

static void addState(UA_Server *server, const char *parent) {
  UA_Int32 filling = 1;
  UA_NodeId id = addValue(server, parent, "State", &filling, &UA_TYPES[UA_TYPES_INT32], UA_ACCESSLEVELMASK_READ);
  UA_LocalizedText texts[] = {UA_LOCALIZEDTEXT("en", "Idle"), UA_LOCALIZEDTEXT("en", "Filling")};
  UA_UInt32 dimensions[1] = {2};
  UA_VariableAttributes attr = UA_VariableAttributes_default;
  UA_Variant_setArray(&attr.value, texts, 2, &UA_TYPES[UA_TYPES_LOCALIZEDTEXT]);
  attr.dataType = UA_TYPES[UA_TYPES_LOCALIZEDTEXT].typeId;
  attr.valueRank = UA_VALUERANK_ONE_DIMENSION;
  attr.arrayDimensions = dimensions;
  attr.arrayDimensionsSize = 1;
  UA_Server_addVariableNode(server, UA_NODEID_NULL, id, UA_NODEID_NUMERIC(0, UA_NS0ID_HASPROPERTY),
                            UA_QUALIFIEDNAME(0, "EnumStrings"), UA_NODEID_NUMERIC(0, UA_NS0ID_PROPERTYTYPE), attr, NULL,
                            NULL);
  UA_NodeId_clear(&id);
}

static UA_StatusCode fill(UA_Server *server, const UA_NodeId *session, void *context, const UA_NodeId *method,
                          void *methodContext, const UA_NodeId *object, void *objectContext, size_t inputs,
                          const UA_Variant *input, size_t outputs, UA_Variant *output) {
  (void)session, (void)context, (void)method, (void)methodContext, (void)object, (void)objectContext, (void)inputs,
      (void)outputs;
  calls += 1;
  UA_Variant counted;
  UA_Variant_setScalar(&counted, &calls, &UA_TYPES[UA_TYPES_INT32]);
  UA_Server_writeValue(server, named("calls"), counted);
  UA_Double wanted = *(UA_Double *)input[0].data;
  if (wanted > 100) return UA_STATUSCODE_BADOUTOFRANGE;
  UA_Variant value;
  UA_Variant_setScalar(&value, &wanted, &UA_TYPES[UA_TYPES_DOUBLE]);
  UA_Server_writeValue(server, named("Line4.Tank1.Setpoint"), value);
  return UA_Variant_setScalarCopy(output, &wanted, &UA_TYPES[UA_TYPES_DOUBLE]);
}

static void addMethod(UA_Server *server) {
  UA_Argument in, out;
  UA_Argument_init(&in);
  in.name = UA_STRING("Level");
  in.dataType = UA_TYPES[UA_TYPES_DOUBLE].typeId;
  in.valueRank = UA_VALUERANK_SCALAR;
  in.description = UA_LOCALIZEDTEXT("en", "0 to 100");
  out = in;
  out.name = UA_STRING("Accepted");
  UA_MethodAttributes attr = UA_MethodAttributes_default;
  attr.displayName = UA_LOCALIZEDTEXT("en", "Fill");
  attr.executable = true;
  attr.userExecutable = true;
  UA_Server_addMethodNode(server, named("Line4.Tank1.Fill"), named("Line4.Tank1"),
                          UA_NODEID_NUMERIC(0, UA_NS0ID_HASCOMPONENT), UA_QUALIFIEDNAME(1, "Fill"), attr, fill, 1, &in, 1,
                          &out, NULL, NULL);
}

/* What is below the folder is kept from everybody. */
static UA_Boolean allowBrowse(UA_Server *server, UA_AccessControl *access, const UA_NodeId *session, void *context,
                              const UA_NodeId *node, void *nodeContext) {
  (void)server, (void)access, (void)session, (void)context, (void)nodeContext;
  UA_NodeId forbidden = named(FORBIDDEN);
  return !UA_NodeId_equal(node, &forbidden);
}

static void addCounter(UA_Server *server) {
  UA_VariableAttributes attr = UA_VariableAttributes_default;
  UA_Variant_setScalar(&attr.value, &calls, &UA_TYPES[UA_TYPES_INT32]);
  attr.dataType = UA_TYPES[UA_TYPES_INT32].typeId;
  attr.displayName = UA_LOCALIZEDTEXT("en", "calls");
  UA_Server_addVariableNode(server, named("calls"), UA_NODEID_NUMERIC(0, UA_NS0ID_OBJECTSFOLDER),
                            UA_NODEID_NUMERIC(0, UA_NS0ID_ORGANIZES), UA_QUALIFIEDNAME(1, "calls"),
                            UA_NODEID_NUMERIC(0, UA_NS0ID_BASEDATAVARIABLETYPE), attr, NULL, NULL);
}

static void addPlant(UA_Server *server, UA_HistoryDataGathering *gathering) {
  addFolder(server, "Line4", "Line4", UA_NODEID_NUMERIC(0, UA_NS0ID_OBJECTSFOLDER));
  for (int i = 1; i <= TANKS; i++) {
    char id[32], name[16];
    snprintf(name, sizeof(name), "Tank%d", i);
    snprintf(id, sizeof(id), "Line4.Tank%d", i);
    addFolder(server, id, name, named("Line4"));
    UA_Byte stored = i == 1 ? UA_ACCESSLEVELMASK_READ | UA_ACCESSLEVELMASK_HISTORYREAD : UA_ACCESSLEVELMASK_READ;
    addAnalog(server, id, "Level", 60 + i, "%", 100, stored);
    addAnalog(server, id, "Temp", 40 + i, "\xc2\xb0"
                                            "C",
              150, UA_ACCESSLEVELMASK_READ);
    addAnalog(server, id, "Setpoint", 60, "%", 100, UA_ACCESSLEVELMASK_READ | UA_ACCESSLEVELMASK_WRITE);
    addState(server, id);
  }
  addFolder(server, FORBIDDEN, "Forbidden", named("Line4"));
  addMethod(server);
  addCounter(server);
  UA_HistorizingNodeIdSettings setting;
  setting.historizingBackend = UA_HistoryDataBackend_Memory(1, 10000);
  setting.maxHistoryDataResponseSize = 1000;
  setting.historizingUpdateStrategy = UA_HISTORIZINGUPDATESTRATEGY_VALUESET;
  setting.pollingInterval = 0;
  setting.userContext = NULL;
  UA_NodeId stored = named("Line4.Tank1.Level");
  gathering->registerNodeId(server, gathering->context, &stored, setting);
}

static void addBulk(UA_Server *server, int count) {
  addFolder(server, "Bulk", "Bulk", UA_NODEID_NUMERIC(0, UA_NS0ID_OBJECTSFOLDER));
  for (int i = 0; i < count; i++) {
    char name[24];
    snprintf(name, sizeof(name), "Point%05d", i);
    UA_Int32 number = i;
    UA_NodeId id = addValue(server, "Bulk", name, &number, &UA_TYPES[UA_TYPES_INT32], UA_ACCESSLEVELMASK_READ);
    UA_NodeId_clear(&id);
  }
}

static void step(UA_Server *server, void *data) {
  (void)data;
  level += 1;
  UA_Variant value;
  UA_Variant_setScalar(&value, &level, &UA_TYPES[UA_TYPES_DOUBLE]);
  UA_Server_writeValue(server, UA_NODEID_STRING(1, "level"), value);
  if (!hasPlant) return;
  UA_Double wave = 50 + ((long)level % 40);
  UA_Variant_setScalar(&value, &wave, &UA_TYPES[UA_TYPES_DOUBLE]);
  UA_Server_writeValue(server, named("Line4.Tank1.Level"), value);
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
  hasPlant = flag(argc, argv, "plant");
  UA_HistoryDataGathering gathering = UA_HistoryDataGathering_Default(1);
  if (hasPlant) {
    config.historyDatabase = UA_HistoryDatabase_default(gathering);
    config.accessControl.allowBrowseNode = allowBrowse;
  }
  UA_Server *server = UA_Server_newWithConfig(&config);
  add(server, "level", level);
  add(server, "setpoint", 20);
  addLine(server);
  if (hasPlant) addPlant(server, &gathering);
  const char *bulk = option(argc, argv, "bulk");
  if (bulk) addBulk(server, atoi(bulk));
  UA_Server_addRepeatedCallback(server, step, NULL, 100, NULL);
  if (UA_Server_run_startup(server) != UA_STATUSCODE_GOOD) return 1;
  puts("ready");
  fflush(stdout);
  while (running) UA_Server_run_iterate(server, true);
  UA_Server_run_shutdown(server);
  UA_Server_delete(server);
  return 0;
}

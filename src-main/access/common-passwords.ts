/*
 * Known first guesses of at least twelve characters, in lower case: the long end of the published lists of leaked
 * passwords, and what plants are known to use. It is a short list of ours and no copy of one of those; what is made of
 * a short piece, a row of keys, the product or the name of the user is found by rule (judge-password.ts).
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `passwordpassword password1234 password12345 password123456 password1234567 password123! password1! mypassword123
  password2023 password2024 password2025 password2026 passw0rd1234 p@ssw0rd1234 p@ssword1234 p@$$w0rd1234 pa$$word1234
  passwort1234 passwort12345 passwortpasswort motdepasse12 motdepasse123 contrasena123 contraseña123 wachtwoord12
  wachtwoord123 administrator administrator1 administrator123 adminadmin12 adminadminadmin admin1234567 admin12345678
  admin123admin adminpassword admin@123456 admin@1234567 rootrootroot rootpassword superuser1234 supervisor123
  letmein12345 letmeinletmein letmeinplease welcome12345 welcome123456 welcome12346 welcometoplant changeme1234
  changeme12345 changemeplease changemenow1 defaultpassword default12345 temporary123 temppassword iloveyou1234
  iloveyouforever iloveyousomuch trustno1trustno1 correcthorsebatterystaple dragondragon monkeymonkey footballfootball
  sunshine1234 princess1234 superman1234 baseball1234 football1234 michelle1234 jennifer1234 charlie12345
  abc123abc123 abc123456789 a1b2c3d4e5f6 aa1234567890 1a2b3c4d5e6f 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc
  1qaz2wsx3edc4rfv 1qazxsw23edc zaq12wsxcde3 zaq1xsw2cde3 qazwsxedcrfv qazwsxedc123 q1w2e3r4t5y6 q1w2e3r4t5y6u7
  qwerty123456 qwerty1234567 qwertyuiop12 qwertyuiop123 qwertyqwerty qwerty123qwerty qwer1234asdf qwerasdfzxcv
  1234qwerasdf asdfghjkl123 asdfasdfasdf asdf1234asdf zxcvbnm12345 zxcvbnmasdfg 121212121212 112233445566 123321123321
  123654789987 147258369147 159753159753 147852369147 741852963741 789456123789 987654321012 102030405060 010203040506
  machine12345 maintenance1 maintenance12 maintenance123 automation12 automation123 automation1234 operator1234
  operator12345 engineer1234 engineer12345 engineering1 engineering123 technician123 production12 production123
  industrial40 industry4.0 siemens12345 siemens123456 simatic12345 simatic123456 scada1234567 scadascada12 modbusmodbus
  plcplcplcplc plant1234567 factory12345 controlroom1 controlroom123 gateway12345 gatewaygateway edgegateway1`
    .split(/\s+/)
    .map((word) => word.trim()),
);

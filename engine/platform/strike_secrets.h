// Takes out of a line what must not stay in a log: signatures, tokens, keys, passwords.
#pragma once

#include <QString>

namespace gantry {

// Queries of URLs, names and passwords in URLs, what follows Bearer and Basic, AWS access keys, things of the
// shape of an AWS secret key, and the values of what is called token, secret, password, signature or
// credential become "[struck]". Errs on the side of striking too much. Pure; any thread.
QString strikeSecrets(const QString &line);

} // namespace gantry

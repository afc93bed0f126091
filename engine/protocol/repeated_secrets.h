// Secrets that a server repeats in what it says of a request. Pure; any thread.
#pragma once

#include "engine/protocol/http_message.h"

#include <QMap>
#include <QString>

namespace gantry {

// With "[struck]" in their place, in body and headers; secrets by field name, as StepContext has them. A
// secret that holds whole headers ("Name: value", several with | between) is looked for by their words, too,
// and each as it is, percent-encoded, and as HTML, XML and JSON may have it. What is shorter than six bytes
// stays.
HttpAnswer withoutSecrets(HttpAnswer answer, const QMap<QString, QByteArray> &secrets);

// The same of a sentence, after whatever coding it came in was taken off.
QString withoutSecrets(QString sentence, const QMap<QString, QByteArray> &secrets);

} // namespace gantry

// Where a destination's secrets are kept, and what that means.
#pragma once

#include "engine/core/destination_types.h"

#include <QWidget>

class QComboBox;
class QLineEdit;

namespace gantry {

class FieldRow;
class NoteLine;

class SecretPlace : public QWidget
{
    Q_OBJECT

public:
    SecretPlace(SecretStoreKind kind, const QString &source, QWidget *parent = nullptr);

    SecretStoreKind kind() const;
    QString source() const; // of SecretStoreKind::Memory: "env:NAME" or "file:/path"; else empty

    FieldRow *check(); // as KindFields::check()
    void clearProblems();

Q_SIGNALS:
    void edited();

private:
    void explain();

    QComboBox *m_kind;
    QComboBox *m_sourceKind;
    QLineEdit *m_source;
    NoteLine *m_meaning;
    FieldRow *m_sourceRow;
};

} // namespace gantry

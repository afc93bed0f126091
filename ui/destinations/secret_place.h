// Where a destination's secrets are kept, and what that means.
#pragma once

#include "engine/core/destination_types.h"

#include <QMap>
#include <QStringList>
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
    // fields: the kind's, which say what other programs' credentials can bring.
    SecretPlace(const QList<SettingsField> &fields, SecretStoreKind kind, const QString &source,
                QWidget *parent = nullptr);

    SecretStoreKind kind() const;
    QString source() const;       // as DestinationSettings::secretSource
    bool secretsAreTyped() const; // they are neither read from somewhere else, nor brought
    // Offered for choice; another name may be typed. `problem`: why there are none to offer.
    void setProfiles(const QStringList &names, const QString &problem);

    FieldRow *check(); // as KindFields::check()
    void clearProblems();

Q_SIGNALS:
    void edited();

private:
    void explain();
    QString firstSource() const;

    const QString m_firstSecret;
    QMap<QString, QString> m_otherSources; // kept as they are: the form has a line for the first only
    QComboBox *m_kind;
    QComboBox *m_sourceKind;
    QLineEdit *m_source;
    NoteLine *m_meaning;
    FieldRow *m_sourceRow;
    QComboBox *m_profile;
    FieldRow *m_profileRow;
};

} // namespace gantry
